using System.CommandLine;

namespace LongWriter.Cli.Commands.Data;

/// <summary><c>longwriter data</c></summary>
internal static class DataCommand
{
    public static Command Create(Surroundings around) => new Verb("data", "Select, build, mix, pair and check data sets for long writing.", """
        Examples:
          longwriter data select --in log.parquet -o instructions.jsonl
          longwriter data build --in instructions.jsonl -o set -m anthropic/claude-sonnet-5 --recipe strict
          longwriter data mix set/data.jsonl --with general.jsonl --ratio 20 -o mixed.jsonl
          longwriter data pairs --in instructions.jsonl -o pairs.jsonl -m my.gguf --judge openai/gpt-5
          longwriter data stats set/data.jsonl --html stats.html
          longwriter data check mixed.jsonl

        Files are JSONL or Parquet, by their ending. Data sets and pairs have a data card beside them.
        """)
    {
        DataSelectCommand.Create(around),
        DataBuildCommand.Create(around),
        DataPairsCommand.Create(around),
        DataMixCommand.Create(around),
        DataCapCommand.Create(around),
        DataStatsCommand.Create(around),
        DataCheckCommand.Create(around),
    };
}
