namespace LongWriter.Providers;

/// <summary>What a provider takes from outside: variables and the time.</summary>
/// <param name="Variable">Reads a variable, null where it is not set.</param>
internal sealed record Surroundings(Func<string, string?> Variable, TimeProvider Time)
{
    /// <summary>The first of these variables that is set and not blank, or null.</summary>
    public string? Value(params ReadOnlySpan<string> variables) => First(variables)?.Value;

    /// <summary>The key that one of these variables holds, or null where none is set.</summary>
    /// <exception cref="ModelSetupException">It holds what no header can carry; the message names the variable, not the key.</exception>
    public string? Key(ModelName model, params ReadOnlySpan<string> variables)
    {
        if (First(variables) is not var (variable, key))
        {
            return null;
        }

        // Sent as it is, it would come back in an exception's message.
        return key.All(c => c is > ' ' and < '\x7f') ? key : throw new ModelSetupException($"{model}: {variable} holds a character that no key has, such as a space or a line end; set it again");
    }

    /// <summary>The key that one of these variables must hold.</summary>
    /// <exception cref="ModelSetupException">None is set, or as for <see cref="Key"/>.</exception>
    public string RequiredKey(ModelName model, params ReadOnlySpan<string> variables) =>
        Key(model, variables) ?? throw new ModelSetupException($"{model} needs a key: set {string.Join(" or ", variables.ToArray())}");

    /// <summary>The address that a variable holds, else the given one.</summary>
    /// <exception cref="ModelSetupException">The variable holds no http or https address; or it is not set and there is no other.</exception>
    public Uri Address(ModelName model, string variable, string? otherwise)
    {
        var text = Value(variable) ?? otherwise ?? throw new ModelSetupException($"{model} needs an address: set {variable}");
        return Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps) && url is { Host.Length: > 0, UserInfo.Length: 0 }
            ? url
            : throw new ModelSetupException($"{model}: {variable} holds no address that can be used; set it to one like https://host/path, without user and password");
    }

    private (string Variable, string Value)? First(ReadOnlySpan<string> variables)
    {
        foreach (var variable in variables)
        {
            if (Variable(variable)?.Trim() is { Length: > 0 } value)
            {
                return (variable, value);
            }
        }

        return null;
    }
}
