using System.Text;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Runs;

namespace LongWriter.Tests;

public sealed class LineFileTests : IDisposable
{
    private static readonly LineFileProblems s_problems = new(static (path, problem, inner) => new InvalidDataException($"{path}: {problem}", inner), "somebody writes it", "Begin elsewhere.", "Make room.");
    private readonly TempFolder _folder = new();

    private string Path => _folder["lines/a.jsonl"];

    private string LockPath => _folder["lock"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_are_read_again_in_order_whatever_their_length()
    {
        Gen.Select(Gen.Int[0, 200_000], Gen.Char.Where(c => c is not '\n' && !char.IsSurrogate(c))).Array[0, 6].Each(40, lines =>
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            File.Delete(Path);
            string[] texts = [.. lines.Select(line => new string(line.Item2, line.Item1))];
            using (var file = LineFile.OpenOrCreate(Path, LockPath, s_problems))
            {
                foreach (var text in texts)
                {
                    file.Append(text);
                }
            }

            Assert.Equal(texts, LineFile.Read(Path).Select(line => Encoding.UTF8.GetString(line.Line.Span)));
            Assert.Equal(Enumerable.Range(1, texts.Length), LineFile.Read(Path).Select(line => line.Number));
        });
    }

    [Fact]
    public void Lines_keep_their_bytes_while_others_are_read()
    {
        using var file = LineFile.Create(Path, LockPath, s_problems);
        string[] texts = [.. Enumerable.Range(0, 50).Select(i => new string((char)('0' + i), 5000))];
        file.Append(string.Join('\n', texts));

        Assert.Equal(texts, LineFile.Read(Path).ToList().Select(line => Encoding.UTF8.GetString(line.Line.Span)));
    }

    [Theory]
    [InlineData("one\ntwo\nthr", "one\ntwo\n")]
    [InlineData("one\ntwo\n", "one\ntwo\n")]
    [InlineData("on", "")]
    [InlineData("", "")]
    public void A_half_last_line_is_no_line_and_cut_off_before_the_next(string before, string whole)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, before);

        using (var file = LineFile.Open(Path, LockPath, s_problems))
        {
            Assert.Equal(whole.Count(c => c == '\n'), LineFile.Read(Path).Count());
            Assert.Equal(before, File.ReadAllText(Path));
            file.Append("next");
        }

        Assert.Equal(whole + "next\n", File.ReadAllText(Path));
    }

    [Fact]
    public void The_end_of_the_last_whole_line_is_found_behind_a_long_half_one()
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        File.WriteAllText(Path, "one\n" + new string('x', 200_000));

        using (var file = LineFile.Open(Path, LockPath, s_problems))
        {
            file.Append("two");
        }

        Assert.Equal("one\ntwo\n", File.ReadAllText(Path));
    }

    [Fact]
    public void A_line_is_on_the_disk_when_the_call_returns()
    {
        using var file = LineFile.Create(Path, LockPath, s_problems);

        file.Append("one");

        Assert.Equal(["one"], LineFile.Read(Path).Select(line => Encoding.UTF8.GetString(line.Line.Span)));
    }

    [Fact]
    public void Threads_that_append_do_not_mix_their_lines()
    {
        using (var file = LineFile.Create(Path, LockPath, s_problems))
        {
            Parallel.For(0, 100, i => file.Append(new string((char)('a' + (i % 26)), 500 + i)));
        }

        var lines = LineFile.Read(Path).Select(line => Encoding.UTF8.GetString(line.Line.Span)).ToList();
        Assert.Equal(Enumerable.Range(500, 100), lines.Select(line => line.Length).Order());
        Assert.All(lines, line => Assert.Single(line.Distinct()));
    }

    [Fact]
    public void A_second_writer_is_told_in_the_caller_s_words_until_the_first_is_done()
    {
        using (LineFile.Create(Path, LockPath, s_problems))
        {
            Assert.Equal($"{Path}: somebody writes it", Assert.Throws<InvalidDataException>(() => LineFile.Open(Path, LockPath, s_problems)).Message);
        }

        LineFile.Open(Path, LockPath, s_problems).Dispose();
    }

    [Fact]
    public void What_stands_is_not_begun_again()
    {
        LineFile.Create(Path, LockPath, s_problems).Dispose();

        var problem = Assert.Throws<InvalidDataException>(() => LineFile.Create(Path, LockPath, s_problems));

        Assert.EndsWith("Begin elsewhere.", problem.Message, StringComparison.Ordinal);
        Assert.True(LineFile.IsTaken(problem.InnerException));
    }

    [Fact]
    public void What_is_not_there_is_neither_opened_nor_made()
    {
        var problem = Assert.Throws<InvalidDataException>(() => LineFile.Open(Path, LockPath, s_problems));

        Assert.EndsWith("Make room.", problem.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(System.IO.Path.GetDirectoryName(Path)));
        Assert.Empty(LineFile.Read(Path));
    }
}
