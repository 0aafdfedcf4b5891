using LongWriter.Training.Align;
using LongWriter.Training.Data;
using LongWriter.Training.Models.Llama;

namespace LongWriter.Training.Runs;

/// <summary>The packs of one optimizer step and what is minimised over them.</summary>
public interface IStepBatch
{
    /// <summary>Packs of the step.</summary>
    int Packs { get; }

    /// <summary>Tokens that the step computes on.</summary>
    int Tokens { get; }

    /// <summary>What is told of preference pairs once all packs are accumulated; null for other data.</summary>
    PreferenceFigures? Preference => null;

    /// <summary>
    /// Adds the gradient of one pack's share of the objective to the model's parameters and returns the share; the shares of all
    /// packs sum to the objective. Packs are taken by several threads at once, each with a model of its own.
    /// </summary>
    double Accumulate(LlamaModel model, int pack);
}

/// <summary>An endless stream of steps that can go on from any place.</summary>
public interface IStepFeed
{
    /// <summary>The place after the last step handed out.</summary>
    DataCursor Cursor { get; }

    /// <summary>One line on what was packed so far.</summary>
    string Summary { get; }

    IStepBatch Take();
}
