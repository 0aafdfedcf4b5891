using TorchSharp;

namespace LongWriter.Training.Native;

/// <summary>The native Torch library cannot be loaded; the message is one sentence with the remedy.</summary>
public sealed class TorchUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Loads libtorch before the first tensor, so that a failure is one sentence and not a type-initializer trace.</summary>
public static class TorchLibrary
{
    /// <param name="device">"cuda" where a GPU is to compute.</param>
    /// <exception cref="TorchUnavailableException">It cannot be loaded, or there is no such device.</exception>
    public static void EnsureLoaded(string? device = null)
    {
        try
        {
            if (device == "cuda" && !torch.TryInitializeDeviceType(DeviceType.CUDA))
            {
                throw new TorchUnavailableException("--device cuda: this build of libtorch finds no GPU; build with -p:Torch=cuda, and see that nvidia-smi lists one");
            }

            torch.InitializeDeviceType(DeviceType.CPU);
            using var probe = torch.zeros(1);
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException or BadImageFormatException)
        {
            var text = e.ToString();
            var reason = text.Contains("GLIBCXX", StringComparison.Ordinal)
                ? "this system's libstdc++ is older than the library asks for; build from this repository, whose build adapts the library, or use Debian 13 or later"
                : "its native files are missing or do not fit this system; run the build on this machine (Linux x64)";
            throw new TorchUnavailableException($"libtorch cannot be loaded: {reason}.", e);
        }
    }
}
