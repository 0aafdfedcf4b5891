namespace LongWriter.Cli.Settings;

/// <summary>What holds for a setting, and who said so.</summary>
/// <param name="Value">Null where nothing is said and there is no default.</param>
/// <param name="Origin">The option, the variable, file and line, or "default".</param>
internal sealed record SettingValue(Setting Setting, string? Value, string Origin);
