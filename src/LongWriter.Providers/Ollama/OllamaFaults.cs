using LongWriter.Providers.Resilience;
using LongWriter.Providers.Wire;

namespace LongWriter.Providers.Ollama;

/// <summary>Reads the faults of a server of Ollama's. It has no words for kinds of errors: the status tells them apart.</summary>
internal static class OllamaFaults
{
    public static EndpointFault? Read(Exception exception) => WireFaults.Read(exception, _ => null, _ => false);
}
