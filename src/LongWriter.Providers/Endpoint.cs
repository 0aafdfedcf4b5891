namespace LongWriter.Providers;

/// <summary>Where a hosted model is served. Two models of one endpoint share its limits: equal endpoints are equal records.</summary>
/// <param name="BaseUrl">Its address without user, password, query and fragment.</param>
public sealed record Endpoint(Provider Provider, Uri BaseUrl)
{
    public override string ToString() => $"{Provider} at {BaseUrl}";

    /// <summary>The address without the parts that may hold a key.</summary>
    internal static Uri WithoutSecrets(Uri url) => new UriBuilder(url) { UserName = "", Password = "", Query = "", Fragment = "" }.Uri;
}
