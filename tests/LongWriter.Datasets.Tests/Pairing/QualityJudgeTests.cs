using LongWriter.Evaluation.Judging;
using LongWriter.Fakes;

namespace LongWriter.Datasets.Pairing;

public class QualityJudgeTests
{
    [Fact]
    public async Task An_answer_has_the_quality_that_evaluations_give_it_or_none_at_all()
    {
        const string Verdict = """{"Relevance": 5, "Accuracy": 4, "Coherence": 3, "Clarity": 4, "Breadth and Depth": 5, "Reading Experience": 3}""";
        var model = new ScriptedChatClient(Verdict, "no verdict", "none again");
        var judge = new QualityJudge(new Judge("judge", model), new JudgeOptions());

        var scored = await judge.JudgeAsync("Write on mud", "Mud is wet.", TestContext.Current.CancellationToken);
        var unscored = await judge.JudgeAsync("Write on mud", "Mud is dry.", TestContext.Current.CancellationToken);

        Assert.Equal(75, scored.Quality);
        Assert.Null(scored.Problem);
        Assert.Null(unscored.Quality);
        Assert.NotNull(unscored.Problem);
        Assert.Equal(0, model.Left);
    }
}
