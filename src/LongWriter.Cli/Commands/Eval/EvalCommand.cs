using System.CommandLine;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval</c>: one command for each step of an evaluation, in the order in which they are given.</summary>
internal static class EvalCommand
{
    public static Command Create(Surroundings around) => new Verb("eval", "Measure how well a model writes at length.", """
        Examples:
          longwriter eval run --suite longwriter-write --language en --limit 4 -o agentwrite
          longwriter eval judge agentwrite --judge openai/gpt-4o-2024-05-13
          longwriter eval score agentwrite
          longwriter eval compare agentwrite direct
          longwriter eval report agentwrite direct -o report.html

        An evaluation is a folder: what was asked, what was written, how it was judged
        and scored. Its format: docs/formats/evaluation.md.
        """)
    {
        RunCommand.Create(around),
        JudgeCommand.Create(around),
        ScoreCommand.Create(around),
        CompareCommand.Create(around),
        ReportCommand.Create(around),
        PairwiseCommand.Create(around),
        ArenaCommand.Create(around),
    };
}
