using LongWriter.Training.Native;
using TorchSharp;

namespace LongWriter.Training.Tests.Native;

public sealed class TorchLibraryTests
{
    [Fact]
    public void After_loading_tensors_compute()
    {
        TorchLibrary.EnsureLoaded();
        using var scope = torch.NewDisposeScope();
        Assert.Equal(6, (torch.ones(2, 3).sum() * 1).ToDouble());
    }

    [Fact]
    public void Loading_twice_is_harmless()
    {
        TorchLibrary.EnsureLoaded();
        TorchLibrary.EnsureLoaded();
        Assert.True(torch.get_num_threads() >= 1);
    }

    [Fact]
    public void A_GPU_that_is_not_there_is_told_in_one_line_with_the_way_out()
    {
        if (torch.cuda.is_available())
        {
            Assert.Skip("there is a GPU here");
        }

        var error = Assert.Throws<TorchUnavailableException>(() => TorchLibrary.EnsureLoaded("cuda"));
        Assert.Contains("-p:Torch=cuda", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }
}
