using System.Text;
using LongWriter.Evaluation.Suites;
using LongWriter.Fakes;

namespace LongWriter.Evaluation.Tests.Suites;

public sealed class SuiteCatalogTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_network_an_official_suite_is_told_to_be_given_by_its_path()
    {
        var catalog = new SuiteCatalog(_folder["cache"], (_, _) => throw new HttpRequestException("Name or service not known"));

        var problem = await Assert.ThrowsAsync<EvaluationFileException>(() => catalog.OpenAsync("ruler", Token));

        Assert.Equal($"ruler: cannot be fetched from {OfficialSuite.All[2].Address}: Name or service not known. Where there is no network, get the file another way and name it: --suite FILE.", problem.Message);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task A_time_out_is_told_and_an_interrupt_is_one()
    {
        using var source = new CancellationTokenSource();
        var catalog = new SuiteCatalog(_folder["cache"], (_, token) => source.IsCancellationRequested ? Task.FromCanceled<byte[]>(token) : throw new TaskCanceledException("HttpClient.Timeout"));

        await Assert.ThrowsAsync<EvaluationFileException>(() => catalog.OpenAsync("ruler", source.Token));
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => catalog.OpenAsync("ruler", source.Token));
    }

    [Fact]
    public async Task Other_bytes_than_those_that_are_known_are_refused_and_not_kept()
    {
        var catalog = new SuiteCatalog(_folder.Root, (_, _) => Task.FromResult(Encoding.UTF8.GetBytes("<html>")));

        var problem = await Assert.ThrowsAsync<EvaluationFileException>(() => catalog.OpenAsync("longbench-write", Token));

        Assert.Contains("is not the file that is known", problem.Message, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public async Task What_is_kept_but_damaged_is_fetched_again()
    {
        _folder.Write("longwrite_ruler.jsonl", "{\"prompt\":");
        var asked = new List<Uri>();
        var catalog = new SuiteCatalog(_folder.Root, (address, _) =>
        {
            asked.Add(address);
            throw new HttpRequestException("gone");
        });

        await Assert.ThrowsAsync<EvaluationFileException>(() => catalog.OpenAsync("ruler", Token));

        Assert.Equal([OfficialSuite.All[2].Address], asked);
    }

    [Fact]
    public async Task A_file_is_named_by_its_path_and_a_name_that_is_none_is_told()
    {
        var catalog = new SuiteCatalog(_folder["cache"], (_, _) => throw new InvalidOperationException("nothing is to be fetched"));
        var path = _folder.Write("mine.jsonl", """{"prompt":"Write 100 words","type":"News Report","length":100}""");

        Assert.Equal("mine.jsonl", (await catalog.OpenAsync(path, Token)).Name);
        Assert.Contains("longbench-write, longbench-write-en, ruler, longwriter-write, longwriter-ruler and files are possible", (await Assert.ThrowsAsync<EvaluationFileException>(() => catalog.OpenAsync("longbench", Token))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Official_files_are_pinned_by_commit_and_checksum()
    {
        Assert.Equal([120, 60, 48], OfficialSuite.All.Select(suite => suite.Items));
        Assert.All(OfficialSuite.All, suite =>
        {
            Assert.Matches("^[0-9a-f]{64}$", suite.Sha256);
            Assert.Matches("^https://raw.githubusercontent.com/THUDM/LongWriter/[0-9a-f]{40}/evaluation/[a-z_]+[.]jsonl$", suite.Address.ToString());
        });
    }

    /// <summary>With the official files at hand (a folder named in LONGWRITER_OFFICIAL), their whole road: fetched, verified, kept, read from there.</summary>
    [Fact]
    public async Task Official_files_are_read_whole_and_fetched_once()
    {
        if (Environment.GetEnvironmentVariable("LONGWRITER_OFFICIAL") is not { Length: > 0 } files)
        {
            Assert.Skip("the official files are not shipped; name a folder with them in LONGWRITER_OFFICIAL");
            return;
        }

        var fetched = 0;
        var catalog = new SuiteCatalog(_folder["cache"], async (address, token) =>
        {
            fetched++;
            return await File.ReadAllBytesAsync(Path.Combine(files, Path.GetFileName(address.LocalPath)), token);
        });
        foreach (var official in OfficialSuite.All.Concat(OfficialSuite.All))
        {
            var suite = await catalog.OpenAsync(official.Name, Token);
            Assert.Equal((official.Name, official.Sha256, official.Items), (suite.Name, suite.Sha256, suite.Items.Count));
            Assert.Subset(WritingTypes.All.ToHashSet(StringComparer.Ordinal), suite.Items.Select(item => item.Type).ToHashSet(StringComparer.Ordinal));
            Assert.Equal(official.Name, (await catalog.OpenAsync(Path.Combine(files, official.File), Token)).Name);
        }

        Assert.Equal(OfficialSuite.All.Count, fetched);
    }
}
