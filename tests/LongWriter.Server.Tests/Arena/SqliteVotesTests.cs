using LongWriter.Evaluation;
using LongWriter.Evaluation.Arena;
using LongWriter.Fakes;
using LongWriter.Server.Arena;

namespace LongWriter.Server.Tests.Arena;

public class SqliteVotesTests
{
    private readonly ArenaMatch _match = ArenaSamples.Match(20);

    [Fact]
    public async Task Voters_at_the_same_time_lose_nothing_in_one_process_or_in_two()
    {
        using var folder = new TemporaryFolder();
        using var votes = SqliteVotes.Open(folder.File("votes.db"), _match);
        using var others = SqliteVotes.Open(folder.File("votes.db"), _match);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(voter => Task.Run(() =>
        {
            for (var item = 0; item < 20; item++)
            {
                (voter % 2 == 0 ? votes : others).Save(ArenaSamples.Vote(_match, $"voter {voter}", item, (Choice)(item % 4), seconds: voter));
            }
        }, TestContext.Current.CancellationToken)));
        var all = others.Read();
        Assert.Equal(all, votes.Read());
        Assert.Equal(120, all.DistinctBy(vote => (vote.Voter, vote.Id)).Count());
        Assert.Equal(120, all.Count);
        Assert.Equal(20, votes.Read("voter 3").Count);
        Assert.Equal(30, all.Count(vote => vote.Choice == Choice.BothBad));
    }

    [Fact]
    public void What_was_acknowledged_is_there_when_the_process_is_killed()
    {
        using var folder = new TemporaryFolder();
        using var votes = SqliteVotes.Open(folder.File("votes.db"), _match);
        var given = Enumerable.Range(0, 5).Select(i => ArenaSamples.Vote(_match, "Ada", i, Choice.Second, firstOnLeft: i % 2 == 0, seconds: i + 0.5)).ToList();
        given.ForEach(votes.Save);

        // The files as a kill leaves them: the connection is still open, the log not yet taken into the database.
        Assert.True(new FileInfo(folder.File("votes.db-wal")).Length > 0);
        File.Copy(folder.File("votes.db"), folder.File("left.db"));
        File.Copy(folder.File("votes.db-wal"), folder.File("left.db-wal"));
        using (var left = SqliteVotes.Open(folder.File("left.db"), _match))
        {
            Assert.Equal(given, left.Read());
        }

        // Cut in the middle of the last vote, it has the votes before.
        File.Copy(folder.File("votes.db"), folder.File("cut.db"));
        var log = File.ReadAllBytes(folder.File("votes.db-wal"));
        File.WriteAllBytes(folder.File("cut.db-wal"), log[..^100]);
        using var cut = SqliteVotes.Open(folder.File("cut.db"), _match);
        Assert.Equal(given[..^1], cut.Read());
    }

    [Fact]
    public void A_file_opened_again_goes_on_and_changes_a_vote_in_place()
    {
        using var folder = new TemporaryFolder();
        var vote = ArenaSamples.Vote(_match, "艾达'; DROP TABLE votes; --", 3, Choice.First);
        using (var votes = SqliteVotes.Open(folder.File("votes.db"), _match))
        {
            votes.Save(vote);
        }

        using var again = SqliteVotes.Open(folder.File("votes.db"), _match);
        again.Save(vote with { Choice = Choice.Tie, FirstOnLeft = false });
        Assert.Equal([vote with { Choice = Choice.Tie, FirstOnLeft = false }], again.Read(vote.Voter));
    }

    [Fact]
    public void Votes_on_something_else_are_never_mixed()
    {
        using var folder = new TemporaryFolder();
        SqliteVotes.Open(folder.File("votes.db"), _match).Dispose();
        Assert.Contains("another seed", Refused(ArenaSamples.Match(20, seed: 2)), StringComparison.Ordinal);
        Assert.Contains("other order", Refused(ArenaMatch.Of(_match.Second, _match.First, 1)), StringComparison.Ordinal);
        File.WriteAllText(folder.File("text.db"), new string('x', 5000));
        Assert.Contains("no file of votes", Assert.Throws<EvaluationFileException>(() => SqliteVotes.Open(folder.File("text.db"), _match)).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", Assert.Throws<EvaluationFileException>(() => SqliteVotes.Open(folder.File("no/such/votes.db"), _match)).Message, StringComparison.Ordinal);

        string Refused(ArenaMatch match) => Assert.Throws<EvaluationFileException>(() => SqliteVotes.Open(folder.File("votes.db"), match)).Message;
    }
}
