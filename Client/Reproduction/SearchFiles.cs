using System.Reflection;
using Paretune.Client.Submission;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Reproduction;

/// <summary>The search files under <c>reproduce/</c>, embedded in the console.</summary>
internal static class SearchFiles
{
    /// <summary>Reads a file, overridden by flags.</summary>
    public static SearchText Read(string file, params IEnumerable<(SearchFlag Flag, string Value)> flags)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"reproduce/{file}.yaml")
            ?? throw new ArgumentException($"the console contains no search file {file}");
        using var text = new StreamReader(stream);
        return SearchText.Read($"reproduce/{file}.yaml", text, flags);
    }
}
