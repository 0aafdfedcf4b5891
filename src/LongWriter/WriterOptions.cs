using LongWriter.Prompts;
using LongWriter.Strategies;
using LongWriter.Writing;
using Microsoft.Extensions.AI;

namespace LongWriter;

/// <summary>How documents are written.</summary>
public sealed record WriterOptions
{
    public WritingStrategy Strategy { get; init; }

    public PromptTemplate Template { get; init; } = PromptTemplate.LongWriter;

    public WritingLayout Layout { get; init; }

    /// <summary>Whether every section is criticised once and, where that finds something, written once more: two calls more a section at the most.</summary>
    public bool Revises { get; init; }

    /// <summary>Sampling temperature, or null for the model's own.</summary>
    public float? Temperature { get; init; }

    /// <summary>The model's context, where known.</summary>
    public ContextWindow? Context { get; init; }

    /// <summary>How much of the text so far goes along with a call.</summary>
    public HistoryPolicy History { get; init; }

    /// <summary>Whether the model sums up each finished chapter where prompts carry summaries; else its headings stand for it.</summary>
    public bool SumsUpChapters { get; init; } = true;

    /// <summary>
    /// Whether a call for a section carries all that stands as the additional property <see cref="Written"/>, for clients that keep a
    /// model from saying it over. The prompt may hold less of it, where the context is short.
    /// </summary>
    public bool SendsWritten { get; init; }

    /// <summary>Name of the additional property of a call that holds the text so far, a string.</summary>
    public const string Written = "longwriter.written";

    /// <summary>The hash of all prompts that these options use; part of a run's record.</summary>
    public string TemplateHash => Revises ? Template.RevisingHash : Template.Hash;

    /// <summary>
    /// Whether a call for a section carries the additional properties <see cref="Prefix"/> and <see cref="Run"/>, for clients that have
    /// prompts cached by them. Others might send what they do not know to their endpoint.
    /// </summary>
    public bool MarksPrefix { get; init; }

    /// <summary>
    /// Name of the additional property of a call that says what its prompt shares with other calls, a list of two numbers: the characters
    /// up to the end of the plan, which all calls for sections share, and those up to the end of the text so far, which all later ones do.
    /// </summary>
    public const string Prefix = "longwriter.prefix";

    /// <summary>Name of the additional property of a call that is the same for all calls that share a <see cref="Prefix"/>, a string of 16 characters that says nothing of the text.</summary>
    public const string Run = "longwriter.run";

    /// <summary>
    /// For measuring a model with <see cref="WritingStrategy.Direct"/>: the most tokens of its answer, which is the document as it came. The
    /// instruction goes to the model letter by letter, once; nothing is taken off, stopped or asked for again but what a broken connection left
    /// void. Null sizes the answer by the length asked for, and guards it. The paper takes 32,768.
    /// </summary>
    public int? BaselineTokens { get; init; }

    /// <summary>Calls made for a plan or a section that comes back unusable, 1 to 30.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Tokens of a word in an answer where the model's own number is not known.</summary>
    internal const double MostTokensPerWord = 2.0;

    /// <summary>Tokens kept free beside what is counted: marks of the chat template, and a heading's excess.</summary>
    internal const int SpareTokens = 60;

    /// <summary>Added to the temperature for every answer that was no text: what ended in a loop once does so again.</summary>
    private const float Warming = 0.15f;

    /// <summary>These options, where each is in its range.</summary>
    /// <param name="name">What the caller knows them by.</param>
    /// <exception cref="ArgumentException">One is not.</exception>
    internal WriterOptions Checked(string name) =>
        Attempts is < 1 or > 30 ? throw new ArgumentException($"{nameof(Attempts)} is {Attempts}; give 1 to 30", name)
        : Temperature is not (null or (>= 0 and <= 2)) ? throw new ArgumentException($"{nameof(Temperature)} is {Temperature}; give 0 to 2", name)
        : Context is { Tokens: < 1 } ? throw new ArgumentException($"{nameof(Context)} is {Context.Tokens} tokens; give what the model reads", name)
        : BaselineTokens is < 1 ? throw new ArgumentException($"{nameof(BaselineTokens)} is {BaselineTokens}; give what the answer may take", name)
        : Template is null ? throw new ArgumentException($"{nameof(Template)} is null; give a prompt template", name)
        : this;

    /// <summary>Tokens an answer of so many words may take.</summary>
    internal int Room(int words) => (int)(words * (Context?.MostTokensPerWord ?? MostTokensPerWord)) + SpareTokens;

    /// <summary>Tokens kept free for a section of so many words and all that is asked about it.</summary>
    internal int RoomOfSection(int words) => Revises ? (2 * Room(words)) + Room(Reviser.MostCriticism) + SpareTokens : Room(words);

    /// <summary>The options of one call.</summary>
    /// <param name="words">Words of the answer, or null where its length is open.</param>
    /// <param name="written">All that stands, where <see cref="SendsWritten"/>.</param>
    /// <param name="faults">Unusable answers to the same question so far.</param>
    /// <param name="prefix">What its prompt shares with other calls.</param>
    internal ChatOptions Call(long seed, int? words, string? written = null, int faults = 0, SharedPrefix? prefix = null) => new()
    {
        Seed = seed,
        Temperature = faults == 0 ? Temperature : Math.Min((Temperature ?? 0.8f) + (faults * Warming), 1.3f),
        MaxOutputTokens = words is { } count ? Room(count) : null,
        AdditionalProperties = Properties(SendsWritten ? written : null, prefix),
    };

    private static AdditionalPropertiesDictionary? Properties(string? written, SharedPrefix? prefix)
    {
        var properties = new AdditionalPropertiesDictionary();
        if (written is not null)
        {
            properties[Written] = written;
        }

        if (prefix is not null)
        {
            properties[Prefix] = prefix.Places;
            properties[Run] = prefix.Run;
        }

        return properties.Count == 0 ? null : properties;
    }
}
