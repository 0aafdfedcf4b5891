using LongWriter.Fakes;
using LongWriter.Planning;

namespace LongWriter.Tests;

public class PlanFitTests
{
    [Theory]
    [InlineData(9000, true)]
    [InlineData(2001, true)]
    [InlineData(2000, false)]
    [InlineData(null, false)]
    public void A_plan_is_too_coarse_where_its_steps_could_not_hold_the_target(int? target, bool coarse) =>
        Assert.Equal(coarse, PlanFit.IsTooCoarse(Sample.Plan(300, 600), target, PlanBounds.Sections));

    [Theory]
    [InlineData(1000, true)]
    [InlineData(500, true)]
    [InlineData(2000, true)]
    [InlineData(499, false)]
    [InlineData(2001, false)]
    [InlineData(null, true)]
    public void A_plan_is_near_where_its_budgets_miss_the_target_by_a_factor_of_two_at_most(int? target, bool near) =>
        Assert.Equal(near, PlanFit.IsNear(Sample.Plan(400, 600), target));

    [Fact]
    public void The_better_plan_is_fine_enough_then_nearer()
    {
        Assert.True(PlanFit.IsBetter(Sample.Plan(10, 10, 10), Sample.Plan(1500, 1500), 3000, PlanBounds.Sections));
        Assert.False(PlanFit.IsBetter(Sample.Plan(1500, 1500), Sample.Plan(10, 10, 10), 3000, PlanBounds.Sections));
        Assert.True(PlanFit.IsBetter(Sample.Plan(10, 10), Sample.Plan(5000), 5000, PlanBounds.Sections));
        Assert.True(PlanFit.IsBetter(Sample.Plan(500, 600), Sample.Plan(500, 200), 1000, PlanBounds.Sections));
        Assert.False(PlanFit.IsBetter(Sample.Plan(500, 500), Sample.Plan(500, 500), 1000, PlanBounds.Sections));
        Assert.False(PlanFit.IsBetter(Sample.Plan(1), Sample.Plan(2), null, PlanBounds.Sections));
    }
}
