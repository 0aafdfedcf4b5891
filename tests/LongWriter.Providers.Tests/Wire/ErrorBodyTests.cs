using CsCheck;
using LongWriter.Fakes;
using LongWriter.Providers.Wire;

namespace LongWriter.Providers.Tests.Wire;

public class ErrorBodyTests
{
    private static int Times => Environment.GetEnvironmentVariable("LONGWRITER_TESTS") == "long" ? 200_000 : 5000;

    [Theory]
    [InlineData("""{"error":{"message":"So it is","type":"a","param":null,"code":"b"}}""", "So it is", "a b")]
    [InlineData("""{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"}""", "Overloaded", "overloaded_error")]
    [InlineData("""[{"error":{"code":429,"message":"Too many","status":"RESOURCE_EXHAUSTED"}}]""", "Too many", "RESOURCE_EXHAUSTED")]
    [InlineData("""{"error":"model 'm' not found"}""", "model 'm' not found", "")]
    [InlineData("""{"message":"Unauthorized"}""", "Unauthorized", "")]
    [InlineData("""{"error":{"type":"a"}}""", """{"type":"a"}""", "a")]
    [InlineData("""{"error":null}""", """{"error":null}""", "")]
    [InlineData("[]", "[]", "")]
    [InlineData("", "", "")]
    public void The_forms_in_use_are_read(string body, string message, string codes)
    {
        var error = ErrorBody.Read(body);

        Assert.Equal((message, codes), (error.Message, error.Codes));
    }

    [Fact]
    public void Any_body_gives_one_short_line() => Gen.OneOf(
        Gen.String,
        Gen.Select(Gen.OneOf("{\"error\":", "[{\"error\":", "{\"error\":{\"message\":", "{\"error\":{\"details\":[{\"retryDelay\":", "["), Gen.OneOf("7", "\"text\"", "null", "{}", "[]", "\"1e400s\"", "\"99999999999s\"", "\"\\ud800\""), Gen.OneOf("}", "}}", "}]", "}]}}", "]", ""), (front, value, back) => front + value + back)).Each(Times, body =>
    {
        var error = ErrorBody.Read(body);

        Assert.True(error.Message.Length <= 301);
        Assert.DoesNotContain('\n', error.Message);
        Assert.DoesNotContain('\r', error.Message);
    });
}
