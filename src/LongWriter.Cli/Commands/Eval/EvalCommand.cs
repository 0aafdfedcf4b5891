using System.CommandLine;

namespace LongWriter.Cli.Commands.Eval;

/// <summary><c>longwriter eval</c>: one command for each step of an evaluation, in the order in which they are given.</summary>
internal static class EvalCommand
{
    public static Command Create(Surroundings around) => new Verb("eval", "Measure how well a model writes at length.", """
        An evaluation is a folder: what was asked, what was written, how it was judged
        and scored. Its format: docs/formats/evaluation.md.
        """)
    {
        RunCommand.Create(around),
        ScoreCommand.Create(around),
        CompareCommand.Create(around),
        ReportCommand.Create(),
        JudgeCommand.Create(around),
        PairwiseCommand.Create(around),
    };
}
