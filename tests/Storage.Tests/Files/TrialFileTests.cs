using Paretune.Storage.Files;

namespace Paretune.Storage.Tests.Files;

public sealed class TrialFileTests
{
    [Fact]
    public void Files_lie_where_homes_have_always_had_them()
    {
        var trial = new TrialId(new("abcd1234"), 7);

        Assert.Equal("searches/abcd1234/trials/7/attempt-2/model.safetensors", TrialFile.Model(trial, 2).Path);
        Assert.Equal("searches/abcd1234/trials/7/attempt-2/evaluation.json", TrialFile.Evaluation(trial, 2).Path);
        Assert.Equal("searches/abcd1234/trials/7/attempt-2/mistakes.png", TrialFile.Mistakes(trial, 2).Path);
        Assert.Equal("searches/abcd1234/trials/7/attempt-2/epoch-31.ckpt", TrialFile.Checkpoint(trial, 2, 31).Path);
    }

    [Fact]
    public void A_path_is_read_back()
    {
        var file = TrialFile.Checkpoint(new(new("abcd1234"), 7), 2, 31);

        Assert.Equal(file, TrialFile.Parse(file.Path));
        Assert.Equal(31, TrialFile.Parse(file.Path)!.Value.Epoch);
    }

    [Theory]
    [InlineData("searches/abcd1234/trials/7/attempt-2")]
    [InlineData("searches/abcd1234/trials/x/attempt-2/model.safetensors")]
    [InlineData("searches/../trials/7/attempt-2/model.safetensors")]
    [InlineData("datasets/abcd1234/trials/7/attempt-2/model.safetensors")]
    public void What_is_no_trials_file_is_not_taken_for_one(string path)
    {
        Assert.Null(TrialFile.Parse(path));
    }

    [Theory]
    [InlineData("../../etc")]
    [InlineData("..")]
    [InlineData("/etc")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("a234567890b234567890c234567890d234567890e234567890f234567890g2345")]
    [InlineData("")]
    public void An_id_that_leads_out_of_its_folder_is_refused(string id)
    {
        var refused = Assert.Throws<ArgumentException>(() => TrialFile.Model(new(new(id), 1), 1).Path);

        Assert.Contains($"\"{id}\"", refused.Message, StringComparison.Ordinal);
    }
}
