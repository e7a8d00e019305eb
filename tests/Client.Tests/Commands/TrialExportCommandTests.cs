using System.Text.Json;
using Paretune.Tests;

namespace Paretune.Client.Tests.Commands;

public sealed class TrialExportCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("paretune-export-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_is_no_file_to_write_to_and_nothing_is_fetched_for_it()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trial", "export", "abcd2345", "3", "--format", "onnx", "--file", _folder);

        Assert.Equal(2, run.Code);
        Assert.Contains($"--file: must be a file, but {_folder} is a folder", run.Error, StringComparison.Ordinal);
        Assert.Empty(server.Downloads);
    }

    [Theory]
    [InlineData("onnx", "model?format=onnx")]
    [InlineData("onnx-int8", "model?format=onnx-int8")]
    [InlineData("safetensors", "model?format=safetensors")]
    [InlineData("card", "card")]
    public async Task The_file_asked_for_is_written_as_the_server_has_it(string format, string asked)
    {
        await using var server = await RecordedServer.Start();
        var file = Path.Combine(_folder, "there");

        var run = await server.Run("trial", "export", "abcd2345", "3", "--format", format, "--file", file, "--output", "json");

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Equal([asked], server.Downloads);
        Assert.Equal(format == "card" ? "# a card"u8.ToArray() : TinyModel.File(), await File.ReadAllBytesAsync(file));
        Assert.Equal(new FileInfo(file).Length, JsonDocument.Parse(run.Out).RootElement.GetProperty("bytes").GetInt64());
    }

    [Theory]
    [InlineData("abcd2345-3.model", "abcd2345-3.model")]
    [InlineData("../abcd2345-3.model", "abcd2345-3.safetensors")]
    [InlineData("abcd2345-3./../model", "abcd2345-3.safetensors")]
    [InlineData(".profile", "abcd2345-3.safetensors")]
    [InlineData(null, "abcd2345-3.safetensors")]
    public async Task Without_a_file_the_name_is_the_one_that_the_server_states(string? stated, string name)
    {
        await using var server = await RecordedServer.Start();
        server.FileName = stated;
        var written = Path.GetFullPath(name);

        try
        {
            var run = await server.Run("trial", "export", "abcd2345", "3", "--format", "safetensors", "--output", "json");

            Assert.Equal((0, ""), (run.Code, run.Error));
            Assert.Equal(written, JsonDocument.Parse(run.Out).RootElement.GetProperty("file").GetString());
            Assert.Equal(TinyModel.File(), await File.ReadAllBytesAsync(written));
        }
        finally
        {
            File.Delete(written);
        }
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_leaves_what_was_there()
    {
        await using var server = await RecordedServer.Start();
        var file = Path.Combine(_folder, "there");
        await File.WriteAllTextAsync(file, "before");
        server.CutShort = true;

        var run = await server.Run("trial", "export", "abcd2345", "3", "--file", file);

        Assert.Equal(3, run.Code);
        Assert.Equal([file], Directory.GetFiles(_folder));
        Assert.Equal("before", await File.ReadAllTextAsync(file));
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_is_named()
    {
        await using var server = await RecordedServer.Start();

        var run = await server.Run("trial", "export", "abcd2345", "3", "--file", Path.Combine(_folder, "none", "there"));

        Assert.Equal(2, run.Code);
        Assert.StartsWith("--file: must be a writable file", run.Error, StringComparison.Ordinal);
    }
}
