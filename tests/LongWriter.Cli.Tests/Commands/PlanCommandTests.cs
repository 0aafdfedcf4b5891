using LongWriter.Fakes;

namespace LongWriter.Cli.Tests;

public class PlanCommandTests
{
    [Fact]
    public async Task A_model_that_cannot_plan_is_told_in_one_line_and_an_existing_file_is_kept()
    {
        using var folder = new TempFolder();
        var file = folder.Write("sea.plan", "precious");

        var outcome = await CommandLine.RunAsync("plan", "Write about the sea", "-m", BabblingModel.Save(folder["babbler.gguf"], context: 700), "-o", file);

        Assert.Equal(ExitCodes.Model, outcome.Code);
        Assert.Contains("no usable plan in 5 attempts", Assert.Single(outcome.ErrorLines), StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Interrupted_it_exits_like_any_interrupted_program()
    {
        using var folder = new TempFolder();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await using var error = new StringWriter();

        var outcome = await CommandLine.RunAsync("", error, ["plan", "Write about the sea", "-m", BabblingModel.Save(folder["babbler.gguf"])], source.Token);

        Assert.Equal((ExitCodes.Interrupted, ""), (outcome.Code, outcome.Output));
    }
}
