using Paretune.Tuning.Specs;

namespace Paretune.Client.Submission;

/// <summary>Reads hand-written input from a file or standard input.</summary>
internal static class SearchSource
{
    private const string StandardInput = "-";

    /// <summary>Returns the name of a source in messages.</summary>
    public static string NameOf(string file) => file == StandardInput ? "stdin" : file;

    /// <exception cref="CommandException">The source cannot be read, or is not UTF-8.</exception>
    public static TextReader Open(Terminal terminal, string file)
    {
        var (text, error) = StrictText.Decode(Bytes(terminal, file));
        return text is not null ? new StringReader(text) : throw CommandException.BadInput($"{NameOf(file)}:{error!.Value.Line}: "
            + $"{error.Value.Message}");
    }

    private static byte[] Bytes(Terminal terminal, string file)
    {
        try
        {
            if (file != StandardInput)
                return File.ReadAllBytes(file);
            using var all = new MemoryStream();
            terminal.InBytes().CopyTo(all);
            return all.ToArray();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CommandException.BadInput(
                $"{NameOf(file)}: must be a readable file, but is not: {e.Message.TrimEnd('.')}; check the path and its permissions");
        }
    }
}
