using System.CommandLine;
using Paretune.Tuning.Specs;

namespace Paretune.Client.Submission;

internal static class FlagOption
{
    public static Option<string?> ToOption(this SearchFlag flag) =>
        new(flag.Name)
        {
            Description = flag.Description,
            HelpName = flag.Kind is FlagKind.TextList or FlagKind.NumberList
            ? "a,b,…" : "value"
        };
}
