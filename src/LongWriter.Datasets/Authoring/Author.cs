using LongWriter.Datasets.Rows;
using LongWriter.Runs;
using Microsoft.Extensions.AI;

namespace LongWriter.Datasets.Authoring;

/// <summary>Makes a text of a row and keeps it, finished or not, in the row's folder, so that nothing is paid for twice.</summary>
public abstract class Author
{
    private protected Author()
    {
    }

    /// <summary>Writes a text for the row's instruction by the writer's strategy, with a journal of every document.</summary>
    /// <param name="settings">How the writer writes, as journals keep it.</param>
    /// <param name="fails">Whether an exception is the fault of one row and not of the model's whole setup; <see cref="WritingException"/> always is.</param>
    public static Author Writing(DocumentWriter writer, RunSettings settings, TimeProvider time, Func<Exception, bool>? fails = null) => new DocumentAuthor(writer, settings, time, fails ?? (static _ => false));

    /// <summary>Hash of the prompt of <see cref="Backtranslating"/>, for the record of a build.</summary>
    public static string BacktranslationHash => BacktranslationPrompt.Hash;

    /// <summary>Has a model write the instruction for the text that the row has.</summary>
    /// <param name="fails">As for <see cref="Writing"/>.</param>
    public static Author Backtranslating(IChatClient client, Func<Exception, bool>? fails = null) => new BacktranslationAuthor(client, fails ?? (static _ => false));

    /// <summary>What the row lacks for this author to begin with, or null.</summary>
    internal abstract string? Lacks(InstructionRow row);

    /// <summary>Finishes what the folder holds, or begins there.</summary>
    internal abstract Task<Composition> WriteAsync(string folder, InstructionRow row, long seed, CancellationToken cancellationToken);

    /// <summary>What the folder holds, where it is finished; else null.</summary>
    internal abstract Composition? Read(string folder, InstructionRow row);
}
