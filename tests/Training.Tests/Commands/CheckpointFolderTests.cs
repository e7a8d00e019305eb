using System.Formats.Tar;
using System.Net.Sockets;
using System.Runtime.Versioning;
using Paretune.Training.Commands;

namespace Paretune.Training.Tests.Commands;

/// <summary>A checkpoint folder whose program writes to it at any time.</summary>
public sealed class CheckpointFolderTests : IDisposable
{
    private readonly TemporaryFolder _home = new();
    private readonly CheckpointFolder _folder;

    public CheckpointFolderTests()
    {
        _folder = new(Path.Combine(_home.Path, "checkpoint"), most: 1 << 20);
        _folder.Fill(null);
        File.WriteAllText(At("a"), new('a', 1000));
        File.WriteAllText(At("b"), new('b', 1000));
    }

    public void Dispose() => _home.Dispose();

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Files_keep_their_content_their_permissions_and_their_times()
    {
        var written = new DateTime(2025, 3, 1, 12, 0, 0, DateTimeKind.Utc);
        Directory.CreateDirectory(At("step-1"));
        File.WriteAllText(At("step-1/run.sh"), "exit 0");
        File.WriteAllText(At("step-1/lock"), "");
        File.SetUnixFileMode(At("step-1/run.sh"), UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.SetLastWriteTimeUtc(At("step-1/run.sh"), written);
        Directory.SetLastWriteTimeUtc(At("step-1"), written.AddDays(1));

        _folder.Fill(Packed());

        Assert.Equal(("exit 0", ""), (File.ReadAllText(At("step-1/run.sh")), File.ReadAllText(At("step-1/lock"))));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserExecute, File.GetUnixFileMode(At("step-1/run.sh")));
        Assert.Equal(
            (written, written.AddDays(1)),
            (File.GetLastWriteTimeUtc(At("step-1/run.sh")), Directory.GetLastWriteTimeUtc(At("step-1"))));
    }

    [Fact]
    public void A_link_that_a_program_resolved_above_a_linked_home_stays()
    {
        using var linked = new TemporaryFolder();
        var home = Directory.CreateSymbolicLink(Path.Combine(linked.Path, "home"), _home.Path).FullName;
        var folder = new CheckpointFolder(Path.Combine(home, "checkpoint"), most: 1 << 20);
        File.CreateSymbolicLink(At("newest"), At("a"));

        folder.Check();

        Assert.Equal("a", CheckpointArchive.Target(folder.Path, Path.Combine(folder.Path, "newest")));
    }

    [Fact]
    public void A_file_that_is_deleted_meanwhile_is_left_out()
    {
        _folder.Fill(Packed(() => File.Delete(At("b"))));

        Assert.Equal(["a"], Names());
    }

    [Fact]
    public void A_file_that_grows_meanwhile_is_as_it_was()
    {
        _folder.Fill(Packed(() => File.AppendAllText(At("a"), new('x', 10_000))));

        Assert.Equal(new('a', 1000), File.ReadAllText(At("a")));
        Assert.Equal(new('b', 1000), File.ReadAllText(At("b")));
    }

    [Fact]
    public void A_file_that_is_shortened_meanwhile_does_not_damage_the_others()
    {
        File.WriteAllText(At("a"), new('a', 500_000));

        _folder.Fill(Packed(() => File.WriteAllText(At("a"), "")));

        Assert.Equal(500_000, new FileInfo(At("a")).Length);
        Assert.Equal(new('b', 1000), File.ReadAllText(At("b")));
    }

    [Fact]
    public void What_the_program_writes_meanwhile_is_news_at_the_next_report()
    {
        Assert.True(_folder.HasNews());
        Packed(() => File.AppendAllText(At("a"), "x"));
        _folder.Committed();

        Assert.True(_folder.HasNews());
        _folder.Committed();
        Assert.False(_folder.HasNews());
    }

    [Fact]
    public void A_socket_does_not_keep_the_files_from_being_stored()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(At("s")));

        _folder.Fill(Packed());

        Assert.Equal(new('a', 1000), File.ReadAllText(At("a")));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_of_the_attempt_and_not_of_the_store()
    {
        var error = Assert.Throws<AttemptEndedException>(() => Packed(() =>
        {
            File.Delete(At("b"));
            Directory.CreateDirectory(At("b"));
        }));

        Assert.Equal(AttemptFailure.Threw, error.Failure);
        Assert.StartsWith($"the program's file {At("b")} cannot be read: ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_of_an_older_version_with_a_folder_s_files_behind_its_link_again_is_unpacked()
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "latest") { LinkName = "step-1" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "latest/state") { DataStream = new MemoryStream([1]) });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "step-1"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "step-1/state") { DataStream = new MemoryStream([1]) });
        }

        archive.Position = 0;
        _folder.Fill(archive);

        Assert.Equal([1], File.ReadAllBytes(At("latest/state")));
    }

    [Theory]
    [InlineData(TarEntryType.RegularFile, "../outside", "")]
    [InlineData(TarEntryType.RegularFile, "/outside", "")]
    [InlineData(TarEntryType.SymbolicLink, "link", "../..")]
    [InlineData(TarEntryType.SymbolicLink, "link", "/etc")]
    public void An_archive_that_leads_out_of_the_folder_is_refused(TarEntryType kind, string name, string target)
    {
        var archive = new MemoryStream();
        using (var tar = new TarWriter(archive, TarEntryFormat.Pax, leaveOpen: true))
        {
            var entry = new PaxTarEntry(kind, name);
            if (kind == TarEntryType.SymbolicLink)
                entry.LinkName = target;
            tar.WriteEntry(entry);
        }

        archive.Position = 0;

        Assert.Throws<InvalidDataException>(() => _folder.Fill(archive));
        Assert.Empty(Names());
    }

    private string At(string name) => Path.Combine(_folder.Path, name);

    private IEnumerable<string?> Names() => Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order();

    /// <param name="meanwhile">What the program does once the archive has its first bytes.</param>
    private InterruptedStream Packed(Action? meanwhile = null)
    {
        var archive = new InterruptedStream(meanwhile ?? (() => { }));
        _folder.Pack(archive);
        archive.Position = 0;
        return archive;
    }

    private sealed class InterruptedStream(Action meanwhile) : MemoryStream
    {
        private Action? _meanwhile = meanwhile;

        public override void Write(ReadOnlySpan<byte> buffer) => Write(buffer.ToArray(), 0, buffer.Length);

        public override void Write(byte[] buffer, int offset, int count)
        {
            Interlocked.Exchange(ref _meanwhile, null)?.Invoke();
            base.Write(buffer, offset, count);
        }
    }
}
