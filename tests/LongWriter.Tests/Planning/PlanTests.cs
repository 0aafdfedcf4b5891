using LongWriter.Fakes;
using LongWriter.Planning;

namespace LongWriter.Tests;

public class PlanTests
{
    [Fact]
    public void A_plan_is_written_in_the_paper_s_line_format()
    {
        var plan = Sample.Plan(400, 1000);

        Assert.Equal("Paragraph 1 - Main Point: Point A of the matter - Word Count: 400 words\nParagraph 2 - Main Point: Point B of the matter - Word Count: 1000 words", plan.ToString());
        Assert.Equal(1400, plan.Words);
    }

    [Fact]
    public void A_step_s_line_may_bear_another_budget() => Assert.Equal("Paragraph 3 - Main Point: Mud - Word Count: 70 words", new PlanStep(3, "Mud", 100).ToLine(70));
}
