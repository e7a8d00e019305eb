namespace Paretune.Client.Tests.Commands;

public sealed class ExportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-client-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task TensorBoard_gets_a_run_for_each_trial()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "tensorboard", "--folder", _folder);

        Assert.Equal(0, run.Code);
        Assert.Equal(
            ["trial-1", "trial-2", "trial-3", "trial-4"],
            Directory.GetFiles(_folder, "events.out.tfevents.*", SearchOption.AllDirectories).Select(
                file => Path.GetFileName(Path.GetDirectoryName(file))).Order());
    }

    [Fact]
    public async Task Curves_are_a_row_for_each_trial_with_two_columns_for_each_epoch()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("search", "export", "abcd2345", "--format", "curves");

        var lines = run.Out.Trim().Split('\n');
        Assert.Equal(0, run.Code);
        Assert.StartsWith("number,dilation,width", lines[0], StringComparison.Ordinal);
        Assert.Contains(",accuracy@1,loss@1,accuracy@2,loss@2", lines[0], StringComparison.Ordinal);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_ends_with_2()
    {
        await using var server = await RecordedServer.Start();
        // No rights keep an administrator from a folder, but nobody makes one inside of a file.
        var file = Path.Combine(_folder, "file");
        await File.WriteAllTextAsync(file, "");

        var run = await server.Run("search", "export", "abcd2345", "--format", "tensorboard", "--folder", Path.Combine(file, "runs"));

        Assert.Equal(2, run.Code);
        Assert.StartsWith("--folder: must be a folder that can be written", Assert.Single(run.Error.Trim().Split('\n')));
    }
}
