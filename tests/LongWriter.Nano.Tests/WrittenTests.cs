using LongWriter.Inference.Chat;

namespace LongWriter.Nano.Tests;

/// <summary>The core and the engine do not know each other; what they agree on is tied here, where both are used.</summary>
public class WrittenTests
{
    [Fact]
    public void The_writer_names_the_text_so_far_as_the_local_client_reads_it() => Assert.Equal(LocalChatClient.Written, WriterOptions.Written);
}
