using Paretune.Silo.Trials;
using Paretune.Storage.Files;
using Paretune.Testing;

namespace Paretune.Silo.Tests.Trials;

public sealed class MeasuredFilesTests : IDisposable
{
    private static readonly TrialId Trial = new(new("aaaaaaaa"), 1);
    private static readonly TrialFile Checkpoint = TrialFile.Parse("searches/aaaaaaaa/trials/1/attempt-1/epoch-3.ckpt")!.Value;
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-files-").FullName;
    private readonly Meters _meters = new();
    private readonly MeterReader _reader;
    private readonly MeasuredFiles _files;

    public MeasuredFilesTests() => (_reader, _files) = (new(_meters), new(new FolderStore(_folder), _meters, TimeProvider.System));

    public void Dispose()
    {
        _files.Dispose();
        _reader.Dispose();
        _meters.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Checkpoints_are_measured_as_they_are_written_and_opened_and_other_files_are_not()
    {
        await _files.Write(Checkpoint, stream => stream.Write(new byte[1234]), default);
        await _files.Write(TrialFile.Model(Trial, 1), stream => stream.Write(new byte[99]), default);
        await using var opened = await _files.Open(Checkpoint, default);

        Assert.Equal(1234, opened!.Length);
        Assert.Equal([1234], _reader.All("paretune.checkpoint.size operation=write"));
        Assert.Equal([1234], _reader.All("paretune.checkpoint.size operation=read"));
        Assert.InRange(Assert.Single(_reader.All("paretune.checkpoint.duration operation=write")), 0, 60);
    }

    [Fact]
    public async Task A_write_that_fails_is_no_measure()
    {
        await Assert.ThrowsAnyAsync<IOException>(() => _files.Write(Checkpoint, _ => throw new IOException("broken"), default));

        Assert.Empty(_reader.All("paretune.checkpoint.size operation=write"));
    }
}
