using Paretune.Testing;

namespace Paretune.Storage.Tests;

public sealed class RequirementTests
{
    [Theory]
    [InlineData(null, null, null, true)]
    [InlineData("", null, null, true)]
    [InlineData(null, null, Requirement.WithoutShared, true)]
    [InlineData("true", null, null, false)]
    [InlineData("true", "1", null, false)]
    [InlineData("true", null, Requirement.WithoutShared, false)]
    [InlineData("true", "0", Requirement.WithoutShared, false)]
    [InlineData("true", "1", Requirement.WithoutShared, true)]
    public void In_ci_a_test_is_skipped_only_if_its_machine_lacks_something_on_purpose(
        string? ci, string? withoutShared, string? variable, bool maySkip)
    {
        var environment = new Dictionary<string, string?> { ["CI"] = ci, [Requirement.WithoutShared] = withoutShared };

        Assert.Equal(maySkip, Requirement.MaySkip(variable, environment.GetValueOrDefault));
    }
}
