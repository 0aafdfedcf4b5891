using LongWriter.Text;

namespace LongWriter.Tests;

public class InstructionTests
{
    [Fact]
    public void A_stated_length_stands_on_its_own_line_and_is_read_back()
    {
        var stated = Instruction.WithLength("Write about rivers", 1234);

        Assert.Equal("Write about rivers\n\nLength: 1234 words.", stated);
        Assert.Equal(1234, TargetLength.Read(stated));
    }
}
