namespace LongWriter.Datasets.Rows;

/// <summary>A row does not have the form that is asked for; the message says what is wrong with it.</summary>
internal sealed class RowException(string problem) : Exception(problem);
