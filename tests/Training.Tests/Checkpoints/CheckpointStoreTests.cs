using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Paretune.Storage.Files;
using Paretune.Training.Checkpoints;

namespace Paretune.Training.Tests.Checkpoints;

public sealed class CheckpointStoreTests : IDisposable
{
    private static readonly TrialId Trial = new(new("abcd1234"), 1);
    private readonly TemporaryFolder _folder = new();
    private readonly FolderStore _files;

    public CheckpointStoreTests() => _files = new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cut short")]
    [InlineData("altered")]
    public async Task A_damaged_checkpoint_is_passed_over_for_the_one_before(string damage)
    {
        await Write(TrialFile.Checkpoint(Trial, 1, 1), Checkpoint(epoch: 1));
        var damaged = Checkpoint(epoch: 2);
        damaged[10] ^= 1;
        await Write(TrialFile.Checkpoint(Trial, 1, 2), damage == "altered" ? damaged : Checkpoint(epoch: 2)[..^9]);

        using var newest = await new CheckpointStore(_files, Trial, attempt: 2, NullLogger.Instance).Newest(reportedEpochs: 2, default);

        Assert.Equal(1, newest!.Progress.Report.Epoch);
    }

    [Fact]
    public async Task A_checkpoint_that_cannot_be_used_for_want_of_space_is_closed()
    {
        await Write(TrialFile.Checkpoint(Trial, 1, 1), Checkpoint(epoch: 1));
        Stream? opened = null;

        await Assert.ThrowsAsync<IOException>(() => new CheckpointStore(_files, Trial, attempt: 2, NullLogger.Instance).Newest(
            reportedEpochs: 1, saved =>
            {
                opened = saved.State;
                throw new IOException("the disk is full");
            },
            default));

        Assert.False(opened!.CanRead);
    }

    private Task Write(TrialFile file, byte[] content) => _files.Write(file, stream => stream.Write(content), default);

    private static byte[] Checkpoint(int epoch)
    {
        var report = new Report
        {
            Trial = Trial,
            Attempt = 1,
            Epoch = epoch,
            TrainLoss = 1,
            TrainAccuracy = 0.5,
            ValidationLoss = 1,
            Accuracy = 0.5,
            LearningRate = 0.001,
            Seconds = 1,
            ImagesPerSecond = 1,
            PeakMemoryBytes = 1,
        };
        var file = new MemoryStream();
        HashedFile.Write(file, stream =>
        {
            using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
            writer.Write(JsonSerializer.Serialize(new Progress(report, epoch, 1), ParetuneJson.Options));
        });
        return file.ToArray();
    }
}
