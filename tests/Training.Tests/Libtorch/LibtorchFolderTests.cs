using Paretune.Training.Libtorch;
using static TorchSharp.torch;

namespace Paretune.Training.Tests.Libtorch;

public sealed class LibtorchFolderTests : IDisposable
{
    private readonly TemporaryFolder _torch = new();
    private readonly string _lib;

    public LibtorchFolderTests()
    {
        LibtorchLoader.Load();
        _lib = Path.Combine(_torch.Path, "lib");
        Directory.CreateDirectory(_lib);
    }

    public void Dispose() => _torch.Dispose();

    [Fact]
    public void The_release_it_must_fit_is_the_one_torchsharp_is_built_for() =>
        Assert.StartsWith(LibtorchFolder.BuiltFor + ".", __version__, StringComparison.Ordinal);

    [Theory]
    [InlineData("version.py", "__version__ = '2.10.1+cu130'\ndebug = False\n", "2.10.1+cu130")]
    [InlineData("build-version", "2.10.0+cpu\n", "2.10.0+cpu")]
    public void Its_version_is_read_beside_it(string file, string content, string version)
    {
        Put("lib/libtorch_cpu.so", "");
        Put(file, content);

        Assert.Equal(version, LibtorchFolder.At(_lib).Version);
    }

    [Fact]
    public void Another_release_is_refused_unless_the_bindings_are_built_for_it()
    {
        Put("lib/libtorch_cpu.so", "");
        Put("version.py", "__version__ = '2.11.0'\n");

        var problem = Assert.Throws<LibtorchLoadException>(() => LibtorchFolder.At(_lib));
        Put("lib/libLibTorchSharp.so", "");

        Assert.Contains("holds libtorch 2.11.0, but TorchSharp is built for 2.10", problem.Message, StringComparison.Ordinal);
        Assert.Equal(Path.Combine(_lib, "libLibTorchSharp.so"), LibtorchFolder.At(_lib).Bindings);
    }

    [Fact]
    public void A_folder_without_libtorch_is_told_with_how_to_find_the_right_one()
    {
        var problem = Assert.Throws<LibtorchLoadException>(() => LibtorchFolder.At(_lib));

        Assert.Contains("PARETUNE_LIBTORCH", problem.Message, StringComparison.Ordinal);
        Assert.Contains("does not contain libtorch_cpu.so", problem.Message, StringComparison.Ordinal);
    }

    private void Put(string file, string content) => File.WriteAllText(Path.Combine(_torch.Path, file), content);
}
