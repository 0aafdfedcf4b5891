using LongWriter.Evaluation.Arena;
using LongWriter.Evaluation.Suites;

namespace LongWriter.Server.Arena;

/// <summary>What people do on the page, without the page: they enter, look at items, vote, and see the results once they have voted on all.</summary>
/// <param name="time">Gives votes their dates.</param>
internal sealed class ArenaSession(ArenaMatch match, IVoteStore votes, TimeProvider time)
{
    public const int LongestName = 60;

    /// <summary>Names that differ by spaces at their ends alone are one voter's.</summary>
    /// <returns>Null where it is none.</returns>
    public static string? Name(string? typed) => typed?.Trim() is { Length: > 0 and <= LongestName } name && !name.Any(char.IsControl) ? name : null;

    public ProgressMessage Progress(string voter)
    {
        var voted = votes.Read(voter).Select(vote => (vote.Id, vote.Sample)).ToHashSet();
        bool[] shown = [.. match.Items.Select(item => voted.Contains((item.Id, item.Sample)))];
        return new ProgressMessage(shown.Length, shown.Count(done => done), shown);
    }

    /// <returns>Null where there is no such item.</returns>
    public ItemMessage? Item(string voter, int number)
    {
        if (number < 1 || number > match.Items.Count)
        {
            return null;
        }

        var item = match.Items[number - 1];
        var firstOnLeft = match.Sides(voter)[number - 1];
        var (left, right) = firstOnLeft ? (item.First, item.Second) : (item.Second, item.First);
        var vote = votes.Read(voter).LastOrDefault(vote => vote.Id == item.Id && vote.Sample == item.Sample);
        return new ItemMessage(number, item.Prompt, PromptLanguage.Of(item.Prompt), item.Length, SafeMarkdown.ToHtml(left), SafeMarkdown.ToHtml(right), vote is null ? null : Shown(vote.Choice, firstOnLeft));
    }

    /// <returns>False where there is no such item or no such vote.</returns>
    public bool Vote(string voter, VoteMessage message)
    {
        if (message.Number < 1 || message.Number > match.Items.Count)
        {
            return false;
        }

        var item = match.Items[message.Number - 1];
        var firstOnLeft = match.Sides(voter)[message.Number - 1];
        if (Meant(message.Vote, firstOnLeft) is not { } choice)
        {
            return false;
        }

        // The page counts; a page that counts wrong is not to spoil the vote.
        var seconds = double.IsFinite(message.Seconds) ? Math.Clamp(message.Seconds, 0, 86_400) : 0;
        votes.Save(new Vote(voter, item.Id, item.Sample, choice, firstOnLeft, seconds, time.GetUtcNow()));
        return true;
    }

    /// <returns>Null while the voter has items without a vote: names would tell whose text is whose.</returns>
    public ResultsMessage? Results(string voter)
    {
        var progress = Progress(voter);
        return progress.Done < progress.Total ? null : new ResultsMessage(Named(match.First), Named(match.Second), ArenaResults.Of(match, votes.Read()));
    }

    private static NamedRun Named(ArenaRun run) => new(run.Name, run.Info.Model, run.Info.Strategy);

    private static string Shown(Choice choice, bool firstOnLeft) => choice switch
    {
        Choice.Tie => "tie",
        Choice.BothBad => "bad",
        _ => choice == Choice.First == firstOnLeft ? "left" : "right",
    };

    private static Choice? Meant(string vote, bool firstOnLeft) => vote switch
    {
        "left" => firstOnLeft ? Choice.First : Choice.Second,
        "right" => firstOnLeft ? Choice.Second : Choice.First,
        "tie" => Choice.Tie,
        "bad" => Choice.BothBad,
        _ => null,
    };
}
