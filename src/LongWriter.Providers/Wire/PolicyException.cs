namespace LongWriter.Providers.Wire;

/// <summary>The endpoint's content policy ended the answer. What came before it is part of a sentence, not of a text.</summary>
internal sealed class PolicyException() : Exception("the endpoint's content policy refused the answer; change the instruction or the model");
