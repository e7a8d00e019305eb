using System.CommandLine;

namespace Paretune.Client.Commands;

/// <summary>Arguments that several verbs take. Each verb needs its own.</summary>
internal static class Arguments
{
    public static Argument<string> Search() => new("ID") { Description = "The search's id; see: paretune search list." };

    public static Argument<int> Trial()
    {
        var number = new Argument<int>("N") { Description = "The trial's number, from 1." };
        number.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(int.TryParse(token.Value, out var value) && value >= 1))
                result.AddError($"N: must be a whole number of at least 1, but is \"{token.Value}\"");
        });
        return number;
    }
}
