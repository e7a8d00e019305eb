using System.Formats.Tar;
using System.Text;
using Paretune.Storage.Trainers;
using Paretune.Testing;
using Paretune.Tuning.Specs;

namespace Paretune.Storage.Tests.Trainers;

/// <summary>Pushed trainers: versions by content, one of which is current.</summary>
public sealed class PushTests : IDisposable
{
    private const string Declared = "command: [./train.sh]\n";
    private readonly TempFolder _folder = new();
    private readonly TrainerStore _store;
    private int _tars;

    public PushTests()
    {
        Directory.CreateDirectory(_folder.Home);
        _store = new(_folder.Home);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_content_is_a_version_of_its_own_and_the_last_one_pushed_is_current()
    {
        var first = Push("digits", ("trainer.yaml", Declared), ("train.sh", "one"));
        var second = Push("digits", ("trainer.yaml", Declared), ("train.sh", "two"));
        Assert.Equal([second.Version, first.Version], _store.List().Select(one => one.Version));

        var again = Push("digits", ("train.sh", "one"), ("trainer.yaml", Declared));

        Assert.Equal(first.Version, again.Version);
        Assert.Equal([first.Version, second.Version], _store.List().Select(one => one.Version));
        Assert.Equal("two", File.ReadAllText(Path.Combine(_store.Folder("digits", second.Version), "train.sh")));
        Assert.Equal(["./train.sh"], _store.Read("digits", first.Version).Declaration!.Command!.Arguments);
    }

    [Fact]
    public void What_may_be_run_stays_so_and_nothing_can_be_written()
    {
        if (OperatingSystem.IsWindows())
            return;
        var pushed = Push("digits", ("trainer.yaml", Declared), ("train.sh", "x"));

        var mode = File.GetUnixFileMode(Path.Combine(_store.Folder("digits", pushed.Version), "train.sh"));
        Assert.True(mode.HasFlag(UnixFileMode.UserExecute), $"{mode}");
        Assert.False(mode.HasFlag(UnixFileMode.UserWrite), $"{mode}");
    }

    [Theory]
    [InlineData("../outside", "must stay inside it")]
    [InlineData("/outside", "must stay inside it")]
    public void Nothing_leads_out_of_the_folder(string name, string said)
    {
        var refused = Push("digits", ("trainer.yaml", Declared), (name, "x"));

        Assert.Contains(said, Assert.Single(refused.Errors).Message, StringComparison.Ordinal);
        Assert.Empty(_store.List());
        Assert.Throws<ArgumentException>(() => _store.Folder("digits", "../../.."));
    }

    [Fact]
    public void A_push_that_cannot_be_used_says_why_and_leaves_the_current_version()
    {
        var kept = Push("digits", ("trainer.yaml", Declared));

        Assert.Equal("trainer.yaml", Assert.Single(Push("digits", ("train.sh", "x")).Errors).Field);
        Assert.Equal("grace", Assert.Single(Push("digits", ("trainer.yaml", $"{Declared}grace: -1\n")).Errors).Field);
        Assert.Equal("name", Assert.Single(Push("../digits", ("trainer.yaml", Declared)).Errors).Field);
        var cut = Path.Combine(_folder.Home, "cut.tar");
        File.WriteAllBytes(cut, File.ReadAllBytes(Tar([("trainer.yaml", Declared), ("train.sh", new('x', 4000))]))[..2000]);
        Assert.NotEmpty(_store.Push("digits", cut, CancellationToken.None).Errors);
        Assert.Equal(kept.Version, Assert.Single(_store.List()).Version);
    }

    [Fact]
    public void One_that_was_laid_into_the_home_is_not_hidden_by_a_push()
    {
        var laid = Directory.CreateDirectory(Path.Combine(_folder.Home, "trainers", LinesTrainer.Name)).FullName;
        File.WriteAllText(Path.Combine(laid, "trainer.yaml"), LinesTrainer.Declared);

        var refused = Push(LinesTrainer.Name, ("trainer.yaml", Declared));

        Assert.Equal("name", Assert.Single(refused.Errors).Field);
        Assert.Null(Assert.Single(_store.List()).Version);
    }

    private TrainerReadResult Push(string name, params (string Name, string Text)[] files) =>
        _store.Push(name, Tar(files), CancellationToken.None);

    private string Tar((string Name, string Text)[] files)
    {
        var path = Path.Combine(_folder.Home, $"{++_tars}.tar");
        using var tar = new TarWriter(File.Create(path));
        foreach (var (name, text) in files)
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
            {
                DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)),
                Mode = name.EndsWith(".sh", StringComparison.Ordinal)
                    ? UnixFileMode.UserRead | UnixFileMode.UserExecute : UnixFileMode.UserRead,
            });
        return path;
    }
}
