using System.Globalization;

namespace LongWriter.Providers.Wire;

/// <summary>Throws <see cref="RefusedException"/> for every answer that is an error, whole: status, time to wait, and what the endpoint says.</summary>
internal sealed class RefusalHandler(string? key, TimeProvider time) : DelegatingHandler
{
    /// <summary>Bytes of an error that are read: a page of a proxy has no end.</summary>
    private const int MostBytes = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode)
        {
            var watched = new StreamContent(new ErrorWatchStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), WithoutKey));
            foreach (var header in response.Content.Headers)
            {
                watched.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            response.Content = watched;
            return response;
        }

        using (response)
        {
            throw new RefusedException((int)response.StatusCode, RetryAfter(response), WithoutKey(await BeginningAsync(response.Content, cancellationToken).ConfigureAwait(false)));
        }
    }

    private string WithoutKey(string text) => key is null ? text : text.Replace(key, "***", StringComparison.Ordinal);

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var said = response.Headers.TryGetValues("retry-after-ms", out var values) && double.TryParse(values.First(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds < 1e9
            ? TimeSpan.FromMilliseconds(milliseconds)
            : response.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - time.GetUtcNow() : null;
        return said < TimeSpan.Zero ? TimeSpan.Zero : said;
    }

    private static async Task<string> BeginningAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[MostBytes];
        var count = 0;
        try
        {
            count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The status says what matters.
        }

        return System.Text.Encoding.UTF8.GetString(buffer, 0, count);
    }
}
