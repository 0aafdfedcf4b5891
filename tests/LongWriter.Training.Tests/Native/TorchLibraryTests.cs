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
}
