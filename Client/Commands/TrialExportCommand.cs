using System.CommandLine;
using Paretune.Client.Api;
using Spectre.Console;

namespace Paretune.Client.Commands;

/// <summary><c>trial export</c>: saves a trial's model or its model card to a file.</summary>
internal static class TrialExportCommand
{
    private const string Card = "card";

    public static Verb Create(Shell shell)
    {
        var (id, number) = (Arguments.Search(shell), Arguments.Trial(shell));
        var format = Shell.Choice(
            "--format",
            "onnx: the model in float32. onnx-fp16, onnx-int8: smaller ones, for members of the front only. safetensors: the weights "
            + "only. card: the model card, as Markdown.",
            [.. ModelFormat.All.Select(known => known.Word), Card]);
        var file = new Option<string?>("--file")
        {
            Description = "File to write. Default: a name such as ID-N.onnx in the current folder.",
            HelpName = "file"
        };
        var verb = new Verb(
            "export", "Write the model of a trial to a file.",
            "paretune trial export ID 3 --format onnx", "paretune trial export ID 3 --format onnx-int8 --file model.onnx",
            "paretune trial export ID 3 --format card");
        return shell.Runs(verb.With(id, number, format, file), async (session, cancellation) =>
        {
            var (trial, word) = ($"{ParetuneApi.PathOf(new(session.Get(id)))}/trials/{session.Get(number)}", session.Get(format)!);
            var (path, ending) = ModelFormat.Find(word) is { } known
                ? ($"{trial}/model?format={known.Word}", known.Ending) : ($"{trial}/card", ".md");
            var target = Path.GetFullPath(session.Get(file) ?? $"{session.Get(id)}-{session.Get(number)}{ending}");
            var written = new WrittenFile(target, word, await Write(session, path, target, cancellation));
            session.Printer.One(written, _ => new Text($"{written.File}: {written.Bytes} bytes"));
        });
    }

    /// <summary>Writes the file completely or not at all; a failure leaves the previous file in place.</summary>
    private static async Task<long> Write(Session session, string path, string target, CancellationToken cancellation)
    {
        if (Directory.Exists(target))
            throw CommandException.BadInput($"--file: must be a file, but {target} is a folder");
        var partial = $"{target}.{Guid.NewGuid():N}.partial";
        try
        {
            await using (var stream = Writing(target, () => File.Create(partial)))
                await session.Api.Download(path, stream, cancellation);
            return Writing(target, () =>
            {
                File.Move(partial, target, overwrite: true);
                return new FileInfo(target).Length;
            });
        }
        finally
        {
            if (File.Exists(partial))
                File.Delete(partial);
        }
    }

    private static T Writing<T>(string target, Func<T> write)
    {
        try
        {
            return write();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput($"--file: must be a writable file, but {target} is not: {refused.Message}");
        }
    }

    private sealed record WrittenFile(string File, string Format, long Bytes);
}
