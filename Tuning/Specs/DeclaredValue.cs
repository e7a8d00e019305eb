using Paretune.Tuning.Spaces;

namespace Paretune.Tuning.Specs;

/// <summary>Reads one value of a hyperparameter by its declaration alone.</summary>
internal static class DeclaredValue
{
    /// <summary>Null and an error if it breaks a rule.</summary>
    public static HyperparameterValue? Read(Field field, Hyperparameter rule)
    {
        if (rule.Kind != HyperparameterKind.Choice)
            return field.Number(rule.Allows, rule.Rule()) is { } number ? number : null;
        if (field.Text() is not { } word)
            return null;
        if (rule.Values.Contains(word))
            return word;
        field.AddError(Spelling.Unknown(rule.Name, word, rule.Values));
        return null;
    }
}
