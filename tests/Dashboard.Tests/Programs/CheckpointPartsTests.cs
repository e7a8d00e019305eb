using Paretune.Dashboard.Datasets;
using Paretune.Dashboard.Programs;
using Paretune.Storage.Files;

namespace Paretune.Dashboard.Tests.Programs;

/// <summary>Which parts of uploads are deleted when another checkpoint is uploaded.</summary>
public sealed class CheckpointPartsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("paretune-parts-");
    private readonly MovableClock _clock = new();
    private readonly CheckpointParts _parts;

    public CheckpointPartsTests() =>
        _parts = new(Path.Combine(_folder.FullName, "checkpoints"), new Uploads(_folder.FullName, new()), 1 << 20, _clock);

    [Fact]
    public async Task A_part_that_no_program_has_continued_for_an_hour_is_deleted()
    {
        await Send("old", trial: 1);
        _clock.Advance(TimeSpan.FromMinutes(59));
        await Send("other", trial: 1);
        var within = Parts();
        _clock.Advance(TimeSpan.FromMinutes(2));

        await Send("other", trial: 1);

        Assert.Equal(["old-1-1-1.part", "other-1-1-1.part"], within);
        Assert.Equal(["other-1-1-1.part"], Parts());
    }

    [Fact]
    public async Task A_part_that_is_being_written_is_not_deleted()
    {
        await Send("slow", trial: 1);
        using var written = new FileStream(
            Path.Combine(_folder.FullName, "checkpoints", "slow-1-1-1.part"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        _clock.Advance(TimeSpan.FromHours(2));

        await Send("other", trial: 1);

        Assert.Equal(["other-1-1-1.part", "slow-1-1-1.part"], Parts());
    }

    [Fact]
    public async Task A_part_of_another_checkpoint_of_the_trial_is_deleted_at_once()
    {
        await Send("one", trial: 1, epoch: 1);
        await Send("one", trial: 11, epoch: 1);

        await Send("one", trial: 1, epoch: 2);

        Assert.Equal(["one-1-1-2.part", "one-11-1-1.part"], Parts());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Sends the first three of five bytes.</summary>
    private Task<long?> Send(string search, int trial, int epoch = 1) => _parts.Take(
        TrialFile.Checkpoint(new(new(search), trial), 1, epoch), (0, 5), new MemoryStream([1, 2, 3]), CancellationToken.None);

    private string[] Parts() =>
        [.. _folder.EnumerateFiles("*.part", SearchOption.AllDirectories).Select(part => part.Name).Order(StringComparer.Ordinal)];
}
