using System.Collections.Immutable;

namespace Paretune.Tuning.Specs;

/// <summary>
/// Reads the hyperparameters of an external trainer: they are not declared, so their values determine whether they are numbers or words.
/// </summary>
internal static class ProgramSpaceReader
{
    public static ImmutableSortedDictionary<string, Domain> Read(Field field) => field.Members()
        .Select(member => (member.Name, Domain: One(member.Name, member.Field)))
        .Where(one => one.Domain is not null)
        .ToImmutableSortedDictionary(one => one.Name, one => one.Domain!, StringComparer.Ordinal);

    private static Domain? One(string name, Field field)
    {
        TrainerReader.CheckName(name, field);
        var any = new Hyperparameter(
            name, HyperparameterKind.Number, -TrainerReader.MostNumber, TrainerReader.MostNumber, [], new HyperparameterValue(0, null));
        var domain = RangeReader.Domain(field, any, Value);
        if (domain is { Range: null } && domain.Values.Select(value => value.Word is null).Distinct().Count() > 1)
            field.AddError("must be all numbers or all words, but has both; write numbers that are names as words, such as s224");
        return domain;
    }

    private static HyperparameterValue? Value(Field field) => field.IsText
        ? TrainerReader.Word(field)
        : field.Number(number => Math.Abs(number) <= TrainerReader.MostNumber, "a number or a word") is { } number ? number : null;
}
