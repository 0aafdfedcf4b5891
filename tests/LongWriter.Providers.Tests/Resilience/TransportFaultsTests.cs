using System.Net;
using System.Net.Sockets;
using LongWriter.Providers.Resilience;

namespace LongWriter.Providers.Tests.Resilience;

public class TransportFaultsTests
{
    [Theory]
    [InlineData(401, FaultKind.Unauthorized, false)]
    [InlineData(403, FaultKind.Unauthorized, false)]
    [InlineData(400, FaultKind.Rejected, false)]
    [InlineData(404, FaultKind.Rejected, false)]
    [InlineData(413, FaultKind.Rejected, false)]
    [InlineData(408, FaultKind.Transport, true)]
    [InlineData(409, FaultKind.Transport, true)]
    [InlineData(429, FaultKind.RateLimited, true)]
    [InlineData(500, FaultKind.Server, true)]
    [InlineData(503, FaultKind.Server, true)]
    [InlineData(529, FaultKind.Server, true)]
    public void A_status_says_what_the_fault_is(int status, FaultKind kind, bool transient)
    {
        var fault = TransportFaults.Read(new HttpRequestException("no\r\n luck.", null, (HttpStatusCode)status))!;

        Assert.Equal((kind, status, "no luck", transient), (fault.Kind, fault.Status, fault.Message, fault.IsTransient));
    }

    [Fact]
    public void What_the_network_throws_is_transport_wherever_it_stands()
    {
        Exception[] faults = [new IOException("cut"), new SocketException(111), new HttpRequestException("refused"), new AggregateException(new IOException("cut")), new TaskCanceledException("", new IOException("cut"))];

        Assert.All(faults, fault => Assert.Equal(FaultKind.Transport, TransportFaults.Read(fault)!.Kind));
        Assert.Equal(FaultKind.Stalled, TransportFaults.Read(new TaskCanceledException("", new TimeoutException("late")))!.Kind);
    }

    [Fact]
    public void What_is_no_fault_of_an_endpoint_is_not_read() =>
        Assert.All<Exception>([new OperationCanceledException(), new InvalidOperationException(), new AggregateException(new FormatException())], e => Assert.Null(TransportFaults.Read(e)));
}
