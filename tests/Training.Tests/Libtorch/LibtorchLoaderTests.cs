using System.Security.Cryptography;
using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Libtorch;

public sealed class LibtorchLoaderTests
{
    [Fact]
    public void Torch_computes_once_loaded()
    {
        var version = LibtorchLoader.Load();

        using var sum = ones(3).sum();
        Assert.Equal(3, sum.item<float>());
        Assert.Matches(@"^\d+\.\d+", version.Version);
        Assert.Same(version, LibtorchLoader.Load());
    }

    [Fact]
    public void The_patched_copy_is_made_anew_when_it_was_altered()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux libraries are patched");
        using var cache = new TemporaryFolder();
        var library = NativeLibraryPath();
        var copy = LibtorchLoader.PatchedCopy(library, cache.Path);
        var sound = SHA256.HashData(File.ReadAllBytes(copy));
        File.AppendAllText(copy, "altered");

        var again = LibtorchLoader.PatchedCopy(library, cache.Path);

        Assert.Equal(copy, again);
        Assert.Equal(sound, SHA256.HashData(File.ReadAllBytes(again)));
        Assert.Single(Directory.GetFiles(cache.Path));
    }

    [Fact]
    public void A_cache_that_cannot_be_written_says_which_setting_to_change()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux libraries are patched");
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        var problem = Assert.Throws<LibtorchLoadException>(() => LibtorchLoader.PatchedCopy(NativeLibraryPath(), file));

        Assert.Contains("XDG_CACHE_HOME", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patched_library_no_longer_needs_the_missing_version()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux libraries are patched");
        var library = File.ReadAllBytes(NativeLibraryPath());

        ElfPatch.Apply(library);

        Assert.Throws<InvalidDataException>(() => ElfPatch.Apply([1, 2, 3]));
        var again = Assert.Throws<InvalidDataException>(() => ElfPatch.Apply(library));
        Assert.Contains(ElfPatch.MissingVersion, again.Message, StringComparison.Ordinal);
    }

    private static string NativeLibraryPath() =>
        ((string)AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES")!).Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "libLibTorchSharp.so")).First(File.Exists);
}
