namespace LongWriter.Providers;

/// <summary>A model cannot be opened as it is named and set up: there is no such name, or a variable with its key or address is missing or wrong. One line that says what to do, without keys.</summary>
public sealed class ModelSetupException(string message) : Exception(message);
