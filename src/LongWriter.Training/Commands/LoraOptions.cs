using System.CommandLine;
using LongWriter.Training.Models;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Commands;

/// <summary>Adapters in place of all weights, for the verbs that go on from a model.</summary>
internal sealed class LoraOptions
{
    private readonly Option<int?> _rank = new("--lora") { Description = "train low-rank adapters of this rank and leave the weights as they are; --out gets the adapter, which merge adds to the model" };
    private readonly Option<double?> _alpha = new("--lora-alpha") { Description = "scale of the adapters before division by the rank (default: twice the rank)" };

    public LoraOptions() => _rank.AtLeast(1);

    public void AddTo(Command command)
    {
        command.Add(_rank);
        command.Add(_alpha);
    }

    /// <summary>The weights with fresh adapters where they are asked for, else as they are.</summary>
    public LlamaParameters Apply(ParseResult parsed, LlamaConfig config, LlamaParameters parameters, int seed) => parsed.GetValue(_rank) is { } rank
        ? parameters.WithLora(config, LlamaLora.Initialise(config, new LoraShape(rank, parsed.GetValue(_alpha) ?? 2.0 * rank), seed))
        : parameters;
}
