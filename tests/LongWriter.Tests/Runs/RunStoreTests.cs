using LongWriter.Fakes;
using LongWriter.Runs;

namespace LongWriter.Tests;

public sealed class RunStoreTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new();
    private readonly RunStore _store;

    public RunStoreTests() => _store = new RunStore(_folder["home"], _time);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_is_named_by_its_time_and_subject_and_a_second_at_once_gets_a_name_of_its_own()
    {
        using var first = Create("Write a 2,000-word article on the history of the Roman Empire!");
        using var second = Create("Write a 2,000-word article on the history of the Roman Empire!");

        Assert.Matches(@"^\d{8}-\d{6}-the-history-of-the-roman-empire$", first.Header.Run);
        Assert.Equal(first.Header.Run + "~2", second.Header.Run);
        Assert.Equal(Path.Combine(_folder["home"], "runs", first.Header.Run, Journal.FileName), first.Path);
    }

    [Fact]
    public void Runs_begun_in_the_same_moment_do_not_get_in_each_other_s_way()
    {
        for (var round = 0; round < 20; round++)
        {
            var journals = new Journal[8];
            Parallel.For(0, journals.Length, new ParallelOptions { MaxDegreeOfParallelism = journals.Length }, i => journals[i] = Create("Write about mud"));

            Assert.Equal(journals.Length, journals.Select(journal => journal.Path).Distinct(StringComparer.Ordinal).Count());
            Array.ForEach(journals, journal => journal.Dispose());
            _time.Advance(TimeSpan.FromMinutes(1));
        }
    }

    [Fact]
    public void Any_instruction_makes_a_name_that_a_folder_can_have()
    {
        foreach (var instruction in (string[])["/../..", "写一篇关于大海的文章", new string('x', 500), "a\0b", "..."])
        {
            using var journal = Create(instruction);
            Assert.True(File.Exists(journal.Path));
            Assert.InRange(journal.Header.Run.Length, 16, 60);
        }

        Assert.Equal(5, _store.List().Count);
    }

    [Fact]
    public async Task The_latest_unfinished_run_is_the_one_to_go_on_with()
    {
        Assert.Contains("no unfinished run", Assert.Throws<JournalException>(() => _store.Find(null)).Message, StringComparison.Ordinal);
        var names = new List<string>();
        foreach (var subject in (string[])["mud", "stone", "air"])
        {
            using var journal = Create($"Write about {subject}");
            names.Add(journal.Header.Run);
            if (subject == "air")
            {
                await foreach (var _ in journal.RecordAsync(new[] { (WritingEvent)new DocumentFinished(new LongWriter.Writing.Document("Air", []), 1, 0, new TokenUsage(0, 0, 0), 1) }.ToAsyncEnumerable(), TestContext.Current.CancellationToken))
                {
                }
            }

            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.EndsWith(names[1], _store.Find(null), StringComparison.Ordinal);
        Assert.Equal([names[2], names[1], names[0]], _store.List().Select(run => run.Name));
    }

    [Fact]
    public void A_run_is_found_by_its_name_or_the_beginning_of_it()
    {
        using var mud = Create("Write about mud");
        using var copy = Create("Write about mud");

        Assert.EndsWith(mud.Header.Run, _store.Find(mud.Header.Run), StringComparison.Ordinal);
        Assert.EndsWith(copy.Header.Run, _store.Find(copy.Header.Run), StringComparison.Ordinal);
        Assert.Contains("begins the names of 2 runs", Assert.Throws<JournalException>(() => _store.Find(mud.Header.Run[..10])).Message, StringComparison.Ordinal);
        Assert.Contains("there is no run 'x'", Assert.Throws<JournalException>(() => _store.Find("x")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_read_is_not_listed()
    {
        Directory.CreateDirectory(Path.Combine(_folder["home"], "runs", "broken"));
        File.WriteAllText(Path.Combine(_folder["home"], "runs", "broken", Journal.FileName), "nonsense\n");
        Directory.CreateDirectory(Path.Combine(_folder["home"], "runs", "empty"));

        Assert.Empty(_store.List());
    }

    private Journal Create(string instruction) => _store.Create(new WritingRequest(instruction), new RunSettings("nano"), null);
}
