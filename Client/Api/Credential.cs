namespace Paretune.Client.Api;

/// <summary>
/// The key or token that authenticates the caller. It is read from a file or the environment, never from the command line, which other
/// users of the machine can see.
/// </summary>
internal sealed class Credential
{
    private const string KeyVariable = "PARETUNE_KEY";

    private Credential(string text) => Text = text;

    /// <summary>The secret itself; used only in requests.</summary>
    public string Text { get; }

    /// <returns>Null if no key is set; the server may not require one.</returns>
    /// <exception cref="CommandException">
    /// The file cannot be read, or its text cannot be a key. The message does not repeat the text.
    /// </exception>
    public static Credential? Read(string? file, Func<string, string?> variable)
    {
        var (source, text) = file is null ? (KeyVariable, variable(KeyVariable)) : (file, Content(file));
        if (string.IsNullOrWhiteSpace(text) && file is null)
            return null;
        var key = text!.Trim();
        return key.Length > 0 && key.All(letter => letter is > ' ' and <= '~')
            ? new(key)
            : throw CommandException.BadInput($"{source}: must contain only a key, as printed by paretune key create");
    }

    private static string Content(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.BadInput($"--key-file: must be a readable file, but {file} is not: {e.Message}");
        }
    }

    /// <summary>Keeps the secret out of messages.</summary>
    public override string ToString() => "a key";
}
