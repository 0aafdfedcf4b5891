using System.Net.Sockets;
using System.Text.Json;
using LongWriter.Providers.Resilience;
using LongWriter.Providers.Wire;

namespace LongWriter.Providers.Tests.Wire;

public class WireFaultsTests
{
    public static TheoryData<Exception, FaultKind?> Thrown => new()
    {
        { new HttpRequestException("no"), FaultKind.Transport },
        { new AggregateException(new IOException("no")), FaultKind.Transport },
        { new InvalidOperationException("of a library", new SocketException(104)), FaultKind.Transport },
        { new JsonException("no"), FaultKind.Transport },
        { new TaskCanceledException("to connect took too long", new TimeoutException("no")), FaultKind.Transport },
        { new OperationCanceledException(), null },
        { new TaskCanceledException("by the caller", new IOException("aborted", new SocketException(125))), null },
        { new InvalidOperationException("a fault of ours"), null },
    };

    [Theory]
    [MemberData(nameof(Thrown))]
    public void Faults_of_the_wire_are_told_from_those_of_ours_and_from_what_the_caller_wants(Exception thrown, FaultKind? kind) =>
        Assert.Equal(kind, WireFaults.Read(thrown, _ => null, _ => false)?.Kind);
}
