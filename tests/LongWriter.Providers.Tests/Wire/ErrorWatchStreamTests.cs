using System.Text;
using CsCheck;
using LongWriter.Fakes;
using LongWriter.Providers.Wire;

namespace LongWriter.Providers.Tests.Wire;

public class ErrorWatchStreamTests
{
    private static readonly Gen<string> s_line = Gen.OneOf("data: {\"choices\":[]}", "", "event: ping", ": comment", "{\"message\":{\"content\":\"长江 \\\"error\\\":{}\"}}", "data: {\"error\":null}", "\"error\"", new string('x', 70_000), "{\"a\":{\"error\":{}}}");

    [Fact]
    public async Task What_holds_no_error_passes_through_unchanged()
    {
        foreach (var (lines, size) in Gen.Select(s_line.List[0, 8], Gen.Int[1, 9000]).Take(300))
        {
            var text = string.Join('\n', lines);

            Assert.Equal(text, await ReadAsync(text, size));
        }
    }

    [Theory]
    [InlineData("data: {\"error\":{\"message\":\"So it is\"}}\n\n")]
    [InlineData("data:{\"error\":\"So it is\"}\r\n")]
    [InlineData("{\"error\":\"So it is\"}")]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"t\",\"message\":\"So it is\"}}\n\n")]
    [InlineData("data: [{\"error\":{\"message\":\"So it is\"}}]\n")]
    public async Task An_error_is_found_wherever_the_reads_fall(string error)
    {
        foreach (var size in (int[])[1, 2, 7, 64, 4096])
        {
            var thrown = await Assert.ThrowsAsync<RefusedException>(() => ReadAsync("data: {\"choices\":[]}\n\n" + error, size));

            Assert.Equal("So it is", thrown.Error.Message);
        }
    }

    private static async Task<string> ReadAsync(string text, int size)
    {
        using var source = new MemoryStream(Encoding.UTF8.GetBytes(text));
        await using var watched = new ErrorWatchStream(source, said => said);
        using var read = new MemoryStream();
        await watched.CopyToAsync(read, size, TestContext.Current.CancellationToken);
        return Encoding.UTF8.GetString(read.ToArray());
    }
}
